import { ApiProperty } from '@nestjs/swagger';

export class SystemInfoView {
  @ApiProperty({ example: '0.1.0' })
  readonly version: string;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Public address of the hub (APP_URL); null: the one in the browser’s address bar',
    example: 'https://hub.example.com',
  })
  readonly appUrl: string | null;

  @ApiProperty({
    description: 'Time zone of days, weeks and schedules (IANA name)',
    example: 'Asia/Shanghai',
  })
  readonly timeZone: string;
}
